"""今天: where every officer starts."""
