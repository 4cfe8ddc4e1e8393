/**
 * Child processes: started so that Ctrl-C reaches only the launcher, watched, started again when
 * they die, found again after the launcher was killed, and ended for good.
 *
 * <p>A process is taken for ours only when its number, its start time and its command line agree.
 * It knows nothing of what the children do.
 */
package io.throughline.local.process;
