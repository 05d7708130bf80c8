"""Is the reply kind: findings, strengths, skills and rewrites for a draft."""
