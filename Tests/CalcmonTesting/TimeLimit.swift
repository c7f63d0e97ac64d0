package import Testing

extension TimeLimitTrait.Duration {
  /// After this a test hangs. It says nothing of how fast a test is: where all run at once on few cores, most of its time is
  /// spent in waiting for the others.
  package static var untilItHangs: Self { .minutes(10) }
}
