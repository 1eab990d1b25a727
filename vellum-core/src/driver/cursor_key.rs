//! The key that a database's cursors are signed with.

use std::sync::OnceLock;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What is signed besides the bytes, so that nothing else that an application signs with the same key
/// can pass for a cursor.
const PURPOSE: &[u8] = b"vellum cursor 1\0";

/// A secret. It has no `Debug`.
#[derive(Default)]
pub(crate) struct CursorKey(OnceLock<[u8; 32]>);

impl CursorKey {
    /// The key that an application gives; an empty one is none.
    pub(crate) fn given(key: &[u8]) -> Self {
        if key.is_empty() {
            return Self::default();
        }
        let secret: [u8; 32] = Sha256::digest(key).into();
        Self(OnceLock::from(secret))
    }

    /// The signature of these bytes.
    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 32] {
        self.mac(bytes).finalize().into_bytes().into()
    }

    /// Whether the signature is this key's, in a time that does not tell how much of it is right.
    pub(crate) fn verifies(&self, bytes: &[u8], signature: &[u8]) -> bool {
        self.mac(bytes).verify_slice(signature).is_ok()
    }

    fn mac(&self, bytes: &[u8]) -> Hmac<Sha256> {
        let secret = self.0.get_or_init(random);
        // A whole block, so that no length can be wrong: HMAC fills shorter keys with zeros.
        let mut block = [0; 64];
        block[..32].copy_from_slice(secret);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        mac.update(PURPOSE);
        mac.update(bytes);
        mac
    }
}

/// Two UUIDs of version 4 are 244 random bits of the operating system's.
fn random() -> [u8; 32] {
    let mut both = [0; 32];
    both[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    both[16..].copy_from_slice(Uuid::new_v4().as_bytes());
    both
}

#[cfg(test)]
mod tests {
    use super::CursorKey;

    #[test]
    fn a_signature_holds_for_its_key_and_bytes_only() {
        let key = CursorKey::given(b"secret");
        let signature = key.sign(b"bytes");
        assert!(CursorKey::given(b"secret").verifies(b"bytes", &signature));
        assert!(!CursorKey::given(b"other").verifies(b"bytes", &signature));
        assert!(!key.verifies(b"byte", &signature));
        assert!(!key.verifies(b"bytes", &signature[..31]) && !key.verifies(b"bytes", b""));
    }

    #[test]
    fn without_a_key_each_handle_has_a_random_one() {
        for (one, other) in
            [(CursorKey::default(), CursorKey::default()), (CursorKey::given(b""), CursorKey::given(b""))]
        {
            assert!(one.verifies(b"bytes", &one.sign(b"bytes")));
            assert!(!other.verifies(b"bytes", &one.sign(b"bytes")));
        }
    }
}
