"""The question page of one area: ratings, placing, outcomes and metric readings."""
