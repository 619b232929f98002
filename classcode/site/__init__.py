"""What every page shares: headers, languages, context, error pages, and the few pages that belong to no feature."""
