/// A watched application, as it is judged.
struct JudgedApp {
  let plan: WatchPlan.App
  var window: AppWindow
}
