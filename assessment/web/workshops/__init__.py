"""The facilitator's side of a live workshop, the projector, the observer's link and the minutes."""
