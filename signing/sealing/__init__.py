"""From the last signature to the sealed file: certificate of completion, PAdES signature, time-stamp."""
