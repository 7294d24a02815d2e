"""The certificate: what is shown is true and clean."""
