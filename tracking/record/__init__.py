"""Reading the record in words: everybody her own, and data protection others', with a reason that each of them sees."""
