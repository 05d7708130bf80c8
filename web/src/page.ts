// The page's one script: leaving, panels, the account, the editor. Nothing is stored, and nothing leaves this machine.
import "htmx.org";
import { watchAccount } from "./account";
import { watchLeaving } from "./leave";
import { watchPanels } from "./panels";
import { openEditor } from "./reply";

watchLeaving();
watchPanels();
watchAccount();
openEditor();
