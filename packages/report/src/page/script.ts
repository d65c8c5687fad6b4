/** Opens the large picture of an edge that is clicked in the picture of the network. Without it everything is there, and found in the list. */
export const SCRIPT = 'document.addEventListener("click",function(e){var g=e.target.closest?e.target.closest("#network [id*=\'-edge-\']"):null;'
  + 'var d=g?document.getElementById(g.id.replace("network-edge","edge")):null;if(!d)return;for(var p=d;p;p=p.parentElement)if(p.tagName==="DETAILS")p.open=true;'
  + 'd.scrollIntoView({block:"center"});d.querySelector("summary").focus({preventScroll:true})});';

/** SHA-256 of {@link SCRIPT} in base64: the only script that a page's policy lets run. Changed by a byte, it has another. */
export const SCRIPT_HASH = 'fvrEiKrCinQNUtO21oakRHTg4GF7EdlkgCOJ2XaQSPI=';
