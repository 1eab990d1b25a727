//! What is repeated.

use std::fmt::Debug;
use std::hint::black_box;

use anyhow::{Result, anyhow, bail, ensure};
use serde::Serialize;
use serde::de::DeserializeOwned;
use vellum::__private::{Body, Encoder, Reader, encode_body};

use crate::{contents, models};

pub(crate) fn repeat(work: &str, size: &str, subject: &str, times: u64) -> Result<()> {
    let kernel = Kernel { work, subject, times };
    match size {
        "small" => kernel.run::<_, models::Small>(&contents::small(7)),
        "medium" => kernel.run::<_, models::Medium>(&contents::medium(60)),
        "large" => kernel.run::<_, models::Large>(&contents::large(7)),
        _ => bail!("no size `{size}`"),
    }
}

struct Kernel<'a> {
    work: &'a str,
    subject: &'a str,
    times: u64,
}

impl Kernel<'_> {
    fn run<P, M>(&self, plain: &P) -> Result<()>
    where
        P: Serialize + DeserializeOwned + Clone + PartialEq + Debug,
        M: Body + Clone,
    {
        let bytes = bson::serialize_to_vec(plain)?;
        let model: M = decode(&bytes)?;
        // Both are about the same bytes, or there is nothing to compare.
        ensure!(encode(&model, bytes.len())? == bytes, "the encodings differ");
        ensure!(bson::deserialize_from_slice::<P>(&bytes)? == *plain, "the decodings differ");
        match (self.work, self.subject) {
            ("decode", "vellum") => self.times(|| decode::<M>(black_box(&bytes))),
            ("decode", "serde") => self.times(|| Ok(bson::deserialize_from_slice::<P>(black_box(&bytes))?)),
            ("decode", _) => self.times(|| Ok(black_box(&model).clone())),
            ("encode", "vellum") => self.times(|| encode(black_box(&model), bytes.len())),
            ("encode", "serde") => self.times(|| Ok(bson::serialize_to_vec(black_box(plain))?)),
            ("encode", _) => self.times(|| Ok(black_box(&bytes).clone())),
            (work, _) => bail!("no work `{work}`"),
        }
    }

    fn times<T>(&self, kernel: impl Fn() -> Result<T>) -> Result<()> {
        for _ in 0..self.times {
            black_box(kernel()?);
        }
        Ok(())
    }
}

/// As `find` does it with the documents of a batch.
pub(crate) fn decode<M: Body>(bytes: &[u8]) -> Result<M> {
    let fault = |_| anyhow!("the document cannot be decoded");
    let mut document = Reader::of_document(bytes).map_err(fault)?;
    M::decode_fields(&mut document)
        .map_err(fault)?
        .ok_or_else(|| anyhow!("the order of the fields is not the declared one"))
}

/// As `create` does it: into a buffer as large as the last document was.
fn encode<M: Body>(model: &M, capacity: usize) -> Result<Vec<u8>> {
    let mut out = Encoder::with_capacity(capacity);
    encode_body(model, &mut out);
    out.finish().map_err(|_| anyhow!("the document cannot be encoded"))
}
