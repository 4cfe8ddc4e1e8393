-- Up to where observations had been applied when the version was stored, so that a readout at a past position goes by the
-- definitions of then. Empty for versions from before this was kept: they count as always known.
alter table definition add column position text not null default '';
