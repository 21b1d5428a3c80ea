"""Whether anything that has to stay hidden stands in files that are about to leave (¶27): the leak scanner."""
