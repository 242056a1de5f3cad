# A shorthand for packaging/setup.sh, which does the same without make. ARGS="..." is passed on.
.PHONY: run test lint screenshots clean

run test lint screenshots clean:
	@sh packaging/setup.sh $@ $(ARGS)
