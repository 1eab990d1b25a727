//! Hooks of a model and of its variants.

use quote::ToTokens as _;

use crate::attr::{Given, HooksAttr, Slot, unknown};
use crate::errors::Errors;
use crate::ir::{EVENTS, Event, Hook, HookOf};

pub(super) fn hooks(written: &Slot<HooksAttr>, of: &HookOf, errors: &mut Errors) -> Vec<Hook> {
    let Some(Given { key, value: HooksAttr(events) }) = written.given() else { return Vec::new() };
    if events.is_empty() && errors.is_empty() {
        errors.at(key, "`hooks` names no event: write `hooks(before_insert = method)`");
    }
    let mut hooks: Vec<Hook> = Vec::new();
    let mut seen: Vec<Event> = Vec::new();
    for Given { key, value: methods } in events {
        let name = key.to_string();
        let Some(event) = EVENTS.into_iter().find(|event| event.name == name) else {
            errors.at(key, unknown("event", &name, &EVENTS.map(|event| event.name)));
            continue;
        };
        if seen.contains(&event) {
            errors.at(key, format!("`{name}` is given twice; list its methods: `{name} = [one, other]`"));
            continue;
        }
        seen.push(event);
        if methods.0.is_empty() {
            errors.at(key, format!("`{name}` names no method"));
        }
        for method in &methods.0 {
            let same = |hook: &Hook| {
                hook.event == event
                    && hook.method.to_token_stream().to_string() == method.to_token_stream().to_string()
            };
            if hooks.iter().any(same) {
                let text = method.to_token_stream().to_string().replace(' ', "");
                errors.at(method, format!("`{text}` is listed twice for `{name}`"));
            } else {
                hooks.push(Hook { event, method: method.clone(), of: of.clone() });
            }
        }
    }
    hooks
}

/// `validate`, which the runtime has to have been built with.
pub(crate) fn validate(
    written: &Slot<()>,
    has_garde: bool,
    errors: &mut Errors,
) -> Option<proc_macro2::Span> {
    let key = written.key()?;
    if !has_garde {
        errors.at(key, "`validate` needs a feature of vellum: `vellum = { .., features = [\"garde\"] }`");
        return None;
    }
    Some(key.span())
}
