export interface Backbone { readonly todo?: never }
