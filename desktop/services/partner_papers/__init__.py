"""The papers about one partner: the sheet on one page, the note before a meeting, the record of one."""
