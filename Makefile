# The commands people type. `make test` runs every test there is, and installs what the tests need.

VENV := .venv
PYTHON := $(VENV)/bin/python
TESTS := --workspace --features edaphon-io/python-tests,edaphon-geo/python-tests,edaphon-geo/parquet,edaphon-jobs/python-tests,edaphon-cli/python-tests,edaphon-cli/zarr

.PHONY: test lint bench clean

test: $(VENV)/ready
	cargo fmt --check
	EDAPHON_TEST_PYTHON=$(abspath $(PYTHON)) cargo test --locked $(TESTS)

$(VENV)/ready: tests/python/requirements.txt
	python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r tests/python/requirements.txt
	touch $@

lint:
	cargo fmt --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps

bench:
	cargo bench --locked -p edaphon-jobs --bench cell_year
	cargo bench --locked -p edaphon-climate --bench cell_year

clean:
	cargo clean
	rm -rf $(VENV)
