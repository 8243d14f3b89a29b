package dev.hubwright.api.spawn;

/** The parts of a supervisor that every {@link ServerLife} works with. */
record SupervisorCrew(Admissions admissions, Poller poller, Reaper reaper, Journal journal) {}
