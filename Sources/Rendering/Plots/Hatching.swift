/// What marks the parts of bars that the host is to blame for: stripes over their colour.
package enum Hatching {
  /// What hatched rectangles refer to: once a page.
  package static let definition: Markup = """
    <svg class="defs" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="5" height="5" \
    patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stripe" width="2" height="5"/></pattern></defs></svg>
    """
}
