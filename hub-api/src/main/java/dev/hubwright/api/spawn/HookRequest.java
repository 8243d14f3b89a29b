package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.auth.Identity;
import java.time.Instant;

/**
 * What {@link ServerHooks} are told.
 *
 * @param server which server
 * @param spawnId the id of its start, see {@link SpawnRequest#spawnId()}
 * @param identity its owner as the authenticator knows them
 * @param authState what the authenticator keeps about its owner
 * @param deadline when the hub stops waiting
 */
public record HookRequest(ServerRef server, String spawnId, Identity identity, Opaque authState, Instant deadline) {}
