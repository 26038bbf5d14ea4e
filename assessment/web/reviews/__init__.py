"""The pages of service reviews: cadences, packs, agendas, live minutes, and what reviews keep."""
