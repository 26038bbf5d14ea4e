"""Taking a roadmap home: what there is, in which formats, and the files themselves."""
