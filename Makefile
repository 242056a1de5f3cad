# A shorthand for packaging/setup.sh, which does the same without make. ARGS="..." is passed on.
.PHONY: run check test lint screenshots soak fuzz clean

run check test lint screenshots soak fuzz clean:
	@sh packaging/setup.sh $@ $(ARGS)
