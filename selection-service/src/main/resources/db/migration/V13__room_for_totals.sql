-- Outcomes change the totals of all units of a page: each page has room for another version of every row, so that none
-- needs new entries in the index.
alter table observed.trial_unit set (fillfactor = 50);
