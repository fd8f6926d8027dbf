"""The administrator's face: the set-up of the street, part by part, and the trail of every change."""
