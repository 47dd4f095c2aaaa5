"""Tools of the house: generated documentation, licences, skeletons."""
