"""Operations on pictures as arrays, for every other package, without a policy."""
