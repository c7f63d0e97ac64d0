import ProbeSources

extension AsyncioRuntime {
  /// The sources of the package, and of the probe that it shares with applications. SwiftPM knows embedded files by their names alone, so no
  /// two of them may share one.
  package static var sources: [Source] {
    embedded.map { Source(path: "calcmon_runtime/\($0.path)", bytes: $0.bytes) }
      + ProbeSources.library.map { Source(path: $0.path, bytes: $0.bytes) }
  }

  private static var embedded: [(path: String, bytes: [UInt8])] {
    [
      ("__init__.py", PackageResources.__init___py),
      ("__main__.py", PackageResources.__main___py),
      ("arguments.py", PackageResources.arguments_py),
      ("async_command.py", PackageResources.async_command_py),
      ("async_io.py", PackageResources.async_io_py),
      ("async_url.py", PackageResources.async_url_py),
      ("backlog.py", PackageResources.backlog_py),
      ("batch.py", PackageResources.batch_py),
      ("blocking_command.py", PackageResources.blocking_command_py),
      ("blocking_io.py", PackageResources.blocking_io_py),
      ("blocking_url.py", PackageResources.blocking_url_py),
      ("calibration.py", PackageResources.calibration_py),
      ("call.py", PackageResources.call_py),
      ("call_io.py", PackageResources.call_io_py),
      ("call_many.py", PackageResources.call_many_py),
      ("call_step.py", PackageResources.call_step_py),
      ("calls.py", PackageResources.calls_py),
      ("chance.py", PackageResources.chance_py),
      ("copies.py", PackageResources.copies_py),
      ("cpu_account.py", PackageResources.cpu_account_py),
      ("cpu_step.py", PackageResources.cpu_step_py),
      ("event_loops.py", PackageResources.event_loops_py),
      ("execution.py", PackageResources.execution_py),
      ("giving_way.py", PackageResources.giving_way_py),
      ("hello.py", PackageResources.hello_py),
      ("high_descriptors.py", PackageResources.high_descriptors_py),
      ("http_answer.py", PackageResources.http_answer_py),
      ("idle_stack.py", PackageResources.idle_stack_py),
      ("injections.py", PackageResources.injections_py),
      ("interpreter_workers.py", PackageResources.interpreter_workers_py),
      ("item.py", PackageResources.item_py),
      ("kernels.py", PackageResources.kernels_py),
      ("lock_share.py", PackageResources.lock_share_py),
      ("measurements.py", PackageResources.measurements_py),
      ("measuring.py", PackageResources.measuring_py),
      ("merging.py", PackageResources.merging_py),
      ("order.py", PackageResources.order_py),
      ("order_reading.py", PackageResources.order_reading_py),
      ("outcomes.py", PackageResources.outcomes_py),
      ("own_sources.py", PackageResources.own_sources_py),
      ("pool.py", PackageResources.pool_py),
      ("run.py", PackageResources.run_py),
      ("running_command.py", PackageResources.running_command_py),
      ("search_path.py", PackageResources.search_path_py),
      ("server.py", PackageResources.server_py),
      ("server_run.py", PackageResources.server_run_py),
      ("servers.py", PackageResources.servers_py),
      ("sharing.py", PackageResources.sharing_py),
      ("step_error.py", PackageResources.step_error_py),
      ("strategies.py", PackageResources.strategies_py),
      ("transfer.py", PackageResources.transfer_py),
      ("url_target.py", PackageResources.url_target_py),
      ("user_code.py", PackageResources.user_code_py),
      ("user_errors.py", PackageResources.user_errors_py),
      ("worker_kinds.py", PackageResources.worker_kinds_py),
      ("workers.py", PackageResources.workers_py),
      ("probe/complaint.py", PackageResources.complaint_py),
      ("probe/histogram.py", PackageResources.histogram_py),
      ("probe/loop_probe.py", PackageResources.loop_probe_py),
      ("probe/messages.py", PackageResources.messages_py),
      ("probe/sighting.py", PackageResources.sighting_py),
      ("probe/turns.py", PackageResources.turns_py),
      ("probe/watcher.py", PackageResources.watcher_py),
    ]
  }
}
