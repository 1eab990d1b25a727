//! Where keys end: eight bytes at one look.

/// The place of the first zero among the bytes of a little-endian word; 8 if there is none.
#[inline]
pub(super) const fn first_nul(word: u64) -> usize {
    const LOWEST_BITS: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGHEST_BITS: u64 = u64::from_le_bytes([0x80; 8]);
    // A borrow can mark bytes above the first zero, but none below it.
    let zeros = word.wrapping_sub(LOWEST_BITS) & !word & HIGHEST_BITS;
    zeros.trailing_zeros() as usize / 8
}

/// What stands before the first NUL, and what behind it.
#[inline]
pub(super) fn until_nul(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut end = 0;
    while let Some(next) = bytes.get(end..)?.first_chunk::<8>() {
        let nul = first_nul(u64::from_le_bytes(*next));
        end += nul;
        if nul < 8 {
            return split(bytes, end);
        }
    }
    split(bytes, end + bytes.get(end..)?.iter().position(|byte| *byte == 0)?)
}

#[inline]
fn split(bytes: &[u8], nul: usize) -> Option<(&[u8], &[u8])> {
    Some((bytes.get(..nul)?, bytes.get(nul + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::until_nul;

    #[test]
    fn the_first_nul_is_found_wherever_it_stands() {
        // Bytes of one above a zero are those that a borrow could mark.
        for filling in [0x01, b'a', 0x7f, 0x80, 0xff] {
            for length in 0..40 {
                let mut bytes = vec![filling; length];
                assert_eq!(until_nul(&bytes), None);
                for nul in 0..length {
                    bytes[nul] = 0;
                    let found = (&bytes[..nul], &bytes[nul + 1..]);
                    assert_eq!(until_nul(&bytes), Some(found));
                    let mut another = bytes.clone();
                    another[nul..].fill(0);
                    assert_eq!(until_nul(&another).map(|(text, _)| text), Some(found.0));
                    bytes[nul] = filling;
                }
            }
        }
    }
}
