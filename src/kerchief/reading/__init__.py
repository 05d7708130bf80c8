"""Why the tears: from signals to a ranked, calibrated reading."""
