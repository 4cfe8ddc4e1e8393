/**
 * What the tests of this service share: a real database, a small journal that follows the contract,
 * and short ways to say events.
 */
package io.throughline.lineage.testing;
