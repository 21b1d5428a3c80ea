"""XLSForm: the questionnaire as a workbook that HQ edits and ODK and KoboToolbox take, and forms of others."""
