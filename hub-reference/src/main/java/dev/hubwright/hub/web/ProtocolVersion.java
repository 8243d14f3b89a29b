package dev.hubwright.hub.web;

/** What {@code X-JupyterHub-Version} says, which single-user servers and hubs compare with their own. */
public final class ProtocolVersion {

    /** The version of JupyterHub whose protocol hub and workspace speak: clients choose their ways by it. */
    public static final String SPOKEN = "5.5.1";

    private ProtocolVersion() {}
}
