"""Due diligence (¶21–23): the case, its answers and evidence, its decision."""
