"""The pages that show the framework as it is: matrix, cells, metrics, glossary."""
