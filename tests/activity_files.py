"""An activity file of IATI as a foundation publishes it, invented, for the tests that read one."""

PUBLISHED = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2026-01-10T08:00:00Z" xmlns:own="https://example.org/own">
  <iati-activity default-currency="EUR" xml:lang="en" humanitarian="1">
    <iati-identifier>FR-SIREN-000000000-17</iati-identifier>
    <reporting-org ref="FR-SIREN-000000000" type="60"><narrative>Fondation des Rives</narrative></reporting-org>
    <title><narrative>Water on the road</narrative><narrative xml:lang="fr">De l’eau sur la route</narrative></title>
    <participating-org ref="FR-SIREN-000000000" role="1" type="60">
      <narrative>Fondation des Rives</narrative>
    </participating-org>
    <participating-org ref="XM-DAC-47066" role="4" type="40"><narrative>IOM</narrative></participating-org>
    <activity-status code="2"/>
    <recipient-country code="SN"/>
    <sector vocabulary="99" code="labour"/>
    <transaction ref="V-1">
      <transaction-type code="3"/><transaction-date iso-date="2015-12-01Z"/>
      <value value-date="2015-12-01">1250.125</value>
      <receiver-org ref="XM-DAC-47066" type="40"><narrative>IOM</narrative></receiver-org>
      <own:ledger>7</own:ledger>
    </transaction>
    <transaction ref="V-2">
      <transaction-type code="3"/><transaction-date iso-date="2016-05-02"/>
      <value currency="USD" value-date="2016-05-02">2000</value>
      <description><narrative>Second instalment</narrative></description>
      <provider-org ref="FR-SIREN-000000000" type="60"><narrative>Fondation des Rives</narrative></provider-org>
      <receiver-org ref="XM-DAC-47066" type="40">
        <narrative>International Organization for Migration</narrative>
      </receiver-org>
    </transaction>
    <transaction ref="V-3">
      <transaction-type code="3"/><transaction-date iso-date="2016-06-02"/>
      <value value-date="2016-06-02">900</value>
      <receiver-org><narrative>Atelier du Port</narrative></receiver-org>
    </transaction>
    <transaction ref="V-4">
      <transaction-type code="4"/><transaction-date iso-date="2016-06-03"/>
      <value value-date="2016-06-03">30</value>
    </transaction>
    <transaction ref="V-2">
      <transaction-type code="3"/><transaction-date iso-date="2016-07-02"/>
      <value currency="USD" value-date="2016-07-02">-500</value>
      <receiver-org ref="XM-DAC-47066" type="40"><narrative>IOM</narrative></receiver-org>
    </transaction>
    <transaction ref="E-1">
      <transaction-type code="2"/><transaction-date iso-date="2026-01-02"/>
      <value value-date="2026-01-02">40000</value>
      <receiver-org ref="XM-DAC-47066" type="40"><narrative>IOM</narrative></receiver-org>
    </transaction>
  </iati-activity>
  <iati-activity default-currency="EUR">
    <iati-identifier>FR-SIREN-000000000-18</iati-identifier>
    <reporting-org ref="FR-SIREN-000000000" type="60"><narrative>Fondation des Rives</narrative></reporting-org>
    <title><narrative>Only planned</narrative></title>
    <participating-org ref="XM-DAC-47066" role="4" type="40"><narrative>IOM</narrative></participating-org>
    <budget><value value-date="2027-01-01">10</value></budget>
  </iati-activity>
</iati-activities>
"""
