package import Samples

/// A sample as the history keeps it: a row of the view `samples`.
package struct StoredSample: Hashable, Sendable {
  /// What was run.
  package var identity: RunIdentity
  /// Which series.
  package var quantity: Quantity
  /// By the wall clock.
  package var at: Timestamp
  /// In the quantity's unit.
  package var value: Double
  /// `runs.id`.
  package var runID: Int64

  /// Joins the columns.
  package init(identity: RunIdentity, quantity: Quantity, at: Timestamp, value: Double, runID: Int64) {
    self.identity = identity
    self.quantity = quantity
    self.at = at
    self.value = value
    self.runID = runID
  }
}

/// All values of a series in one minute or one hour: a row of `samples_1m` or `samples_1h`.
package struct StoredRollup: Hashable, Sendable {
  /// What was run.
  package var identity: RunIdentity
  /// Which series.
  package var quantity: Quantity
  /// Where the minute or the hour begins.
  package var start: Timestamp
  /// At least 1.
  package var count: Int
  /// The least value.
  package var min: Double
  /// The greatest value.
  package var max: Double
  /// Of all values.
  package var sum: Double
  /// Of the run that was written last.
  package var last: Double

  /// Joins the columns.
  package init(
    identity: RunIdentity, quantity: Quantity, start: Timestamp, count: Int, min: Double, max: Double, sum: Double, last: Double
  ) {
    self.identity = identity
    self.quantity = quantity
    self.start = start
    self.count = count
    self.min = min
    self.max = max
    self.sum = sum
    self.last = last
  }
}

/// A stall as the history keeps it: a row of `stalls`.
package struct StoredStall: Hashable, Sendable {
  /// What was run.
  package var identity: RunIdentity
  /// `runs.id`.
  package var runID: Int64
  /// By the wall clock.
  package var startedAt: Timestamp
  /// Its instants count from the Unix epoch here.
  package var stall: Stall

  /// Joins the columns.
  package init(identity: RunIdentity, runID: Int64, startedAt: Timestamp, stall: Stall) {
    self.identity = identity
    self.runID = runID
    self.startedAt = startedAt
    self.stall = stall
  }
}

/// A verdict as the history keeps it: a row of `verdicts`.
package struct StoredVerdict: Hashable, Sendable {
  /// What was run.
  package var identity: RunIdentity
  /// The end of the run after which it was judged.
  package var at: Timestamp
  /// The target's name.
  package var target: String
  /// `nil`: too few samples.
  package var value: Double?
  /// The lower limit, where the target has one.
  package var lower: Double?
  /// The upper limit, where the target has one.
  package var upper: Double?
  /// `met`, `breached`, `unknown`.
  package var verdict: String
  /// How many there were.
  package var samples: Int

  /// Joins the columns.
  package init(
    identity: RunIdentity, at: Timestamp, target: String, value: Double?, lower: Double?, upper: Double?, verdict: String,
    samples: Int
  ) {
    self.identity = identity
    self.at = at
    self.target = target
    self.value = value
    self.lower = lower
    self.upper = upper
    self.verdict = verdict
    self.samples = samples
  }
}
