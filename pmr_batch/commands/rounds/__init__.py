"""`run`: a round of a trust moderated, compared under another policy, or left as it stands; one trust or several."""
