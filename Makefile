# The two commands. Both install what is missing; on a machine without root rights they say what to install.

export CALCMON_REVISION = $(shell git rev-parse HEAD 2>/dev/null)

# Nothing reads an index of the sources: Tests/XCTMain.swift says where tests begin. Writing one takes some 30 % of a module's compile time.
BUILD = swift build --configuration release --disable-index-store --explicit-target-dependency-import-check error
# As a user of the library builds it: without what the agent needs.
EXAMPLE = swift build --package-path Examples/SwiftService --scratch-path .build/examples --disable-index-store
TEST = swift test --configuration release --disable-index-store --disable-xctest --enable-swift-testing --skip-build

# Tests that compute all the time; others look at clocks.
SWEEPS = 'FaultSweepTests|PowerLossTests'
# Tests that start whole agents. Those in EndToEnd measure, and so are alone.
AGENTS = 'EndToEndTests'
# Tests that hold the threads on which others run.
HOLDING = 'CalcmonWatchTests|ThreadStackTests'
MEASURING = 'EndToEndTests\.EndToEnd/'

.PHONY: run test build lint

run: ## Builds calcmon and starts the agent; ARGS are given to it.
	@.ci/install libsqlite3-dev zlib1g-dev libcrypt-dev
	$(BUILD) --product calcmon
	exec .build/release/calcmon agent $(ARGS)

test: ## Builds everything once and runs all tests.
	@.ci/install libsqlite3-dev zlib1g-dev libcrypt-dev sqlite3 mount curl openssl apache2-utils strace systemd prometheus prometheus-alertmanager python3 python3-prometheus-client python3-uvloop python3-yaml chromium chromium-driver python3-pip jsonnet
	@.ci/axe >/dev/null
	@.ci/grafana-models >/dev/null
	@.ci/datadog-check >/dev/null
	@.ci/setuptools >/dev/null
	@.ci/uvicorn >/dev/null
	@# Beside the build; what cannot be had is told by the tests that need it.
	.ci/unstable-pythons >/dev/null & $(BUILD) --build-tests; status=$$?; wait; exit $$status
	$(EXAMPLE)
	$(TEST) --skip $(SWEEPS) --skip $(AGENTS) --skip $(HOLDING)
	$(TEST) --filter $(HOLDING)
	$(TEST) --filter $(SWEEPS)
	$(TEST) --filter $(AGENTS) --skip $(MEASURING)
	$(TEST) --filter $(MEASURING)

lint: ## What CI checks beside the tests.
	.ci/lint
