"""Exercises of programming for learners: drafts kept, programs judged, the record told of them."""
