package dev.hubwright.auth.azuread;

import com.microsoft.aad.msal4j.ITokenCacheAccessAspect;
import com.microsoft.aad.msal4j.ITokenCacheAccessContext;

/** The token cache of one person for one call: nobody else's tokens are ever near it. */
final class Partition implements ITokenCacheAccessAspect {

    private String content;

    /** @param content what an earlier one held; empty for a new one */
    Partition(String content) {
        this.content = content;
    }

    @Override
    public void beforeCacheAccess(ITokenCacheAccessContext context) {
        if (!content.isEmpty()) {
            context.tokenCache().deserialize(content);
        }
    }

    @Override
    public void afterCacheAccess(ITokenCacheAccessContext context) {
        if (context.hasCacheChanged()) {
            content = context.tokenCache().serialize();
        }
    }

    String content() {
        return content;
    }
}
