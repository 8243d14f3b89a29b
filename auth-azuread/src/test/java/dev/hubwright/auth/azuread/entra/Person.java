package dev.hubwright.auth.azuread.entra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody with an account in the stand-in. Tests change the fields as they like. */
public final class Person {

    /** The name of the account, by which a test picks who logs in. */
    public final String account;

    public volatile String oid = UUID.randomUUID().toString();
    public volatile String tid = EntraStandIn.TENANT;
    public volatile boolean disabled;
    public final Map<String, Object> claims = new LinkedHashMap<>();
    public final List<String> groups = new CopyOnWriteArrayList<>();

    Person(String account) {
        this.account = account;
        claims.put("name", account);
        claims.put("preferred_username", account + "@contoso.example");
    }
}
