"""The side of Headquarters: laptops recognised, bundles consolidated, offices answered."""
