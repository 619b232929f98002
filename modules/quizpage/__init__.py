"""A quiz as its page draws it: `views` are the values, `fields` asks, `telling` answers, `outcome` sums up."""
