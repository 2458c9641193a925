"""The domain: what a survey, an answer, a complaint and a digest are. No I/O and no clock."""
