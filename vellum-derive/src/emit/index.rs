//! Indexes and shard keys. Every key is a function that walks the accessors at the user's tokens, so a
//! misspelt name is the compiler's message there, and the stored names are the accessors' own.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::codec;
use super::scope::ends;
use crate::attr::FieldPath;
use crate::ir::{Binds, Codec, Collation, Index, IndexKey, Model, Order, Unique};

pub(super) fn specs(model: &Model) -> TokenStream {
    if model.item.stub {
        return TokenStream::new();
    }
    model.indexes.iter().map(|index| spec(model, index)).collect()
}

/// The traits of `Step`, if a key needs them.
pub(super) fn imports(model: &Model) -> Option<TokenStream> {
    let keys = model.indexes.iter().flat_map(|index| &index.keys).map(|key| &key.path);
    let nested = keys.chain(&model.shard_key).any(|path| path.single().is_none());
    nested.then(|| {
        quote!(
            use __p::{StepIn as _, StepOver as _};
        )
    })
}

pub(super) fn shard_key(model: &Model) -> TokenStream {
    let paths = model.shard_key.iter().map(|path| walk(model, path));
    quote!(#(#paths),*)
}

/// `IndexSpec::new(&[..]).unique(),`
fn spec(model: &Model, index: &Index) -> TokenStream {
    let keys = index.keys.iter().map(|key| self::key(model, key));
    let unique = index.unique.iter().map(unique);
    let name = index.name.iter().map(|name| quote!(.named(#name)));
    let sparse = index.sparse.then(|| quote!(.sparse()));
    let hidden = index.hidden.then(|| quote!(.hidden()));
    let ttl = index.ttl.map(Literal::u32_unsuffixed).into_iter().map(|seconds| quote!(.ttl(#seconds)));
    let collation = index.collation.iter().map(|collation| {
        let collation = self::collation(collation);
        quote!(.collation(#collation))
    });
    let partial = index.partial.iter().map(|path| {
        let ident = &model.item.ident;
        let (first, _) = ends(path);
        quote_spanned!(first=> .partial(|| __p::partial::<#ident>(#path())))
    });
    quote! {
        __p::IndexSpec::new(&[#(#keys),*])
            #(#unique)* #(#name)* #sparse #hidden #(#ttl)* #(#collation)* #(#partial)*,
    }
}

fn key(model: &Model, key: &IndexKey) -> TokenStream {
    let path = walk(model, &key.path);
    let order = match key.order {
        Order::Ascending => quote!(Ascending),
        Order::Descending => quote!(Descending),
        Order::Text => quote!(Text),
        Order::Sphere => quote!(Geo2dSphere),
        Order::Plane => quote!(Geo2d),
        Order::Hashed => quote!(Hashed),
    };
    let weight = key.weight.map(Literal::u32_unsuffixed).into_iter().map(|weight| quote!(.weight(#weight)));
    quote!(__p::IndexKeySpec::new(#path, __p::IndexKey::#order) #(#weight)*)
}

/// `|| path_of(&Step(User::q().items()).__step().sku())`, where a step leads into lists. What the model
/// itself stores needs no accessor.
fn walk(model: &Model, path: &FieldPath) -> TokenStream {
    if let Some(name) = path.single().and_then(|name| model.stored_name(name)) {
        return quote!(|| __p::Path::root().child(#name));
    }
    let ident = &model.item.ident;
    let mut place = quote!(#ident::q());
    for (i, segment) in path.segments().enumerate() {
        let span = segment.span();
        let inner = if i == 0 { place } else { quote_spanned!(span=> __p::Step(#place).__step()) };
        place = quote_spanned!(span=> #inner.#segment());
    }
    quote!(|| __p::path_of(&#place))
}

fn unique(unique: &Unique) -> TokenStream {
    let binds = match &unique.binds {
        Binds::All => TokenStream::new(),
        Binds::Present(field) => {
            let absent = codec::item(field, "absent");
            if field.stored().is_some_and(|stored| stored.codec == Codec::Null) {
                let element_type = codec::item(field, "TYPE");
                quote!(.present_of_type(#element_type))
            } else {
                quote!(.present_only(|| #absent().is_some()))
            }
        }
    };
    let live = unique.live.iter().map(|column| quote!(.live(#column)));
    quote!(.unique() #binds #(#live)*)
}

fn collation(collation: &Collation) -> TokenStream {
    let locale = &collation.locale;
    let strength =
        collation.strength.map(Literal::u32_unsuffixed).into_iter().map(|value| quote!(.strength(#value)));
    let case_first = collation.case_first.iter().map(|value| quote!(.case_first(#value)));
    let alternate = collation.alternate.iter().map(|value| quote!(.alternate(#value)));
    let max_variable = collation.max_variable.iter().map(|value| quote!(.max_variable(#value)));
    let case_level = collation.case_level.iter().map(|value| quote!(.case_level(#value)));
    let numeric = collation.numeric_ordering.iter().map(|value| quote!(.numeric_ordering(#value)));
    let normalization = collation.normalization.iter().map(|value| quote!(.normalization(#value)));
    let backwards = collation.backwards.iter().map(|value| quote!(.backwards(#value)));
    quote! {
        __p::IndexCollation::new(#locale)
            #(#strength)* #(#case_first)* #(#alternate)* #(#max_variable)*
            #(#case_level)* #(#numeric)* #(#normalization)* #(#backwards)*
    }
}
