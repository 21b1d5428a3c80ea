"""What an edition of the transparency register (¶27) is written as: paper, spreadsheets, data, pages, IATI."""
